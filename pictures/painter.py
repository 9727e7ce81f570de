"""One picture after another, beside whatever else is going on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from fieldwork.matrix import Matrix
from fieldwork.news import News
from fieldwork.trend import Trend
from pictures.matrix import matrix_png
from pictures.news import news_png
from pictures.trend import trend_png

T = TypeVar("T")


class MatrixPainter:
    """Paints in a thread of its own: nobody's note waits for a picture, and pictures wait for each other."""

    def __init__(self) -> None:
        self._brush = ThreadPoolExecutor(1, "painter")

    async def matrix(self, matrix: Matrix, title: str, about: str) -> bytes:
        """A PNG of sites by themes, with the cells marked that are new."""
        return await self._painted(matrix_png, matrix, title, about)

    async def news(self, news: News, title: str, about: str) -> bytes:
        """A PNG of sites by themes, new notes beside those of the four weeks before."""
        return await self._painted(news_png, news, title, about)

    async def trend(self, trend: Trend, title: str, about: str) -> bytes:
        """A PNG of each theme's weeks."""
        return await self._painted(trend_png, trend, title, about)

    async def _painted(self, paint: Callable[[T, str, str], bytes], what: T, title: str, about: str) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._brush, paint, what, title, about)
