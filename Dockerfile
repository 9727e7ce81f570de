# Build:  docker build -t jottings .
# Run:    docs/operations.md, "In a container"

FROM python:3.12-slim AS build
# Extras of pyproject.toml, as in --build-arg EXTRAS=openai-whisper, and an index for a small torch to go with it.
ARG EXTRAS=""
ARG PIP_EXTRA_INDEX_URL=""
RUN python -m venv /opt/jottings
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock .
RUN /opt/jottings/bin/pip install --require-hashes --requirement requirements.lock
COPY . .
RUN /opt/jottings/bin/pip install ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.12-slim
RUN groupadd --gid 10001 jottings \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin jottings \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data /keys /backups
COPY --from=build /opt/jottings /opt/jottings

# HOME is where the speech model is kept, so it is on the volume. /tmp is the one other place that is written to:
# --tmpfs /tmp, with a read-only root. No setting that is a secret is given here.
ENV PATH=/opt/jottings/bin:$PATH \
    HOME=/data \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    JOTTINGS_DATA_DIR=/data/store \
    JOTTINGS_BACKUP_DIR=/backups \
    JOTTINGS_MASTER_KEY_FILE=/keys/keyring.json

# Three places, since the key must never be with what it opens. `jottings init` writes .env beside the key; `run` is
# given the key alone: /keys/keyring.json, read-only, mode 0400, owner 10001 (deploy/compose.yaml).
VOLUME ["/data", "/keys", "/backups"]
WORKDIR /keys
USER 10001:10001

# The bot listens on no port, and ends when it can't go on: the restart policy is the health check.
HEALTHCHECK NONE
ENTRYPOINT ["jottings"]
CMD ["run"]
