"""The same server on one machine, without Ray: `python -m deploy.transcription.alone --model base --port 8000`."""

import argparse
import resource
import socket
from pathlib import Path

import uvicorn

from deploy.transcription.surface import Surface
from transcription.local import LocalTranscriber
from transcription.models import resolve
from transcription.shelf import default_shelf


def chosen(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="an address of the private network, never a public one")
    parser.add_argument("--port", type=int, default=8000, help="0 for any free one")
    parser.add_argument("--model", default="base")
    parser.add_argument("--model-dir", type=Path, default=default_shelf())
    parser.add_argument("--jobs", type=int, default=2, help="recordings at once")
    parser.add_argument("--key-file", type=Path, help="what a request must carry as a bearer")
    return parser.parse_args(arguments)


def main() -> None:
    """Serve until SIGINT or SIGTERM; the address is the first line on stdout."""
    choice = chosen()
    resolve(choice.model, engine="faster-whisper", shelf=choice.model_dir)  # a packaged model is put together here
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))  # no file from now on, whatever a library would like
    transcriber = LocalTranscriber(
        "faster-whisper", choice.model, download_root=choice.model_dir, languages=("en", "any"), jobs=choice.jobs
    )
    key = choice.key_file.read_text(encoding="ascii").strip() if choice.key_file else ""
    surface = Surface(transcriber, model=Path(choice.model).name, key=key)
    listening = socket.create_server((choice.host, choice.port))
    print(f"http://{choice.host}:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(surface, log_config=None, access_log=False)).run(sockets=[listening])


if __name__ == "__main__":
    main()
