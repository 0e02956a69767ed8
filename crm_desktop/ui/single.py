"""One window for one company file: a second start calls the first window and hands over what it was asked to open."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS: Final = 1500
_LONGEST: Final = 64 * 1024


def name_for(file: Path | None) -> str:
    """The name under which the window of a file listens: of this user, of this file wherever it is named from."""
    place = "" if file is None else os.path.normcase(str(Path(file).resolve()))
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = str(Path.home())
    return "crm-desktop-" + hashlib.sha256(f"{user}\n{place}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def call(file: Path | None, message: dict[str, Any]) -> bool:
    """Hand a message to the window that has the file open; False where there is none, or it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name_for(file))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(json.dumps(message).encode() + b"\n")
    socket.waitForBytesWritten(WAIT_MS)
    answered = socket.waitForReadyRead(WAIT_MS) and bytes(socket.readAll().data()).startswith(b"ok")
    socket.disconnectFromServer()
    return bool(answered)


class Doorbell(QObject):
    """Listens for second starts on behalf of one window."""

    rung = Signal(object)

    def __init__(self, file: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = name_for(file)
        if not self._server.listen(name):
            # Left behind by a process that died: nobody answered there, or this start would not have come so far.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def listening(self) -> bool:
        """Whether second starts reach this window."""
        return self._server.isListening()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
        except ValueError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        if isinstance(message, dict):
            self.rung.emit(message)
