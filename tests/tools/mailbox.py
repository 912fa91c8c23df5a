"""An SMTP server for the tests: takes every message and keeps it as a file in the folder named."""

import asyncio
import itertools
import pathlib
import sys

from aiosmtpd.smtp import SMTP

folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])
numbers = itertools.count(1)


class Keep:
    async def handle_DATA(self, server, session, envelope):
        name = f"{next(numbers):05}.eml"
        (folder / f"{name}.part").write_bytes(envelope.original_content)
        (folder / f"{name}.part").rename(folder / name)
        return "250 kept"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keep()), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


asyncio.run(main())
