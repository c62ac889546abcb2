"""The zip file: what goes in comes out, in the same bytes however many threads."""

from __future__ import annotations

import random
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kaoka.formats.anki.zipped import Deflate, pack

SIZES = (0, 1, 1 << 15, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20, 5_000_000)


def _data(size: int) -> bytes:
    chance = random.Random(size)  # noqa: S311  # a fixed sample
    words = [chance.randbytes(40) for _ in range(500)]
    return b"".join(chance.choice(words) for _ in range(size // 40 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(size: int, tmp_path: Path) -> None:
    database, picture = tmp_path / "db", tmp_path / "x.png"
    database.write_bytes(_data(size))
    picture.write_bytes(b"PNG")
    pack(tmp_path / "out.zip", database, {"a.png": picture})
    with zipfile.ZipFile(tmp_path / "out.zip") as found:
        assert found.testzip() is None
        assert found.namelist() == ["collection.anki2", "0", "media"]
        assert found.read("collection.anki2") == database.read_bytes()
        assert found.getinfo("collection.anki2").compress_type == zipfile.ZIP_DEFLATED
        assert found.read("media") == b'{"0": "a.png"}'
        assert {member.date_time for member in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("step", [1000, 1 << 20, 1 << 22])
@pytest.mark.parametrize("threads", [1, 3])
def test_threads_and_portions_do_not_show(threads: int, step: int) -> None:
    data = _data(2_500_000)
    with ThreadPoolExecutor(threads) as pool:
        deflate = Deflate(pool, 2 * threads)
        parts = [deflate.compress(data[at : at + step]) for at in range(0, len(data), step)]
        packed = b"".join((*parts, deflate.flush()))
    with ThreadPoolExecutor(1) as pool:
        whole = Deflate(pool, 1)
        assert packed == whole.compress(data) + whole.flush()
    assert zlib.decompress(packed, -zlib.MAX_WBITS) == data
