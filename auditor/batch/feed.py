"""Reads the source ahead of the workers, in a thread, through a bounded queue: a slow pipe holds up nobody else."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import Pipe

from auditor.batch.key import key
from auditor.batch.record import Document, Unreadable

Entry = tuple[bytes, Document | Unreadable]
"""What was read, under its key."""

_ROWS, _CHARACTERS = 16, 262_144
"""A packet is closed at this many documents or this much text."""
_PACKETS = 16
"""Packets that wait in the queue at most."""


class Feed:
    """A source that is read in the background."""

    def __init__(self, source: Iterable[Document | Unreadable], provenance: bytes) -> None:
        self._source, self._provenance = source, provenance
        self._queue: queue.Queue[list[Entry] | BaseException | None] = queue.Queue(_PACKETS)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, name="auditor-batch-source", daemon=True)
        self.bell, self._ring = Pipe(duplex=False)
        """Has something to read as soon as `take` may have something to give."""
        self.exhausted = False
        """Whether everything has been taken."""
        self.taken = 0
        """Documents, and rows that are none, which left the queue."""
        self._thread.start()

    def take(self) -> list[Entry]:
        """The next packet; empty when there is none yet, or none any more. Raises what the source raised."""
        while self.bell.poll():
            self.bell.recv_bytes()
        try:
            packet = self._queue.get_nowait()
        except queue.Empty:
            return []
        if isinstance(packet, BaseException):
            raise packet
        if packet is None:
            self.exhausted = True
            return []
        self.taken += len(packet)
        return packet

    def close(self) -> None:
        """Stops reading; what waits in the queue is forgotten."""
        self._stopped.set()
        with suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
        # A thread that waits for standard input cannot be woken; it is a daemon and ends with the process.
        self._thread.join(1.0)
        if not self._thread.is_alive():
            self.bell.close()
            self._ring.close()

    def _read(self) -> None:
        try:
            for packet in self._packets():
                self._put(packet)
                if self._stopped.is_set():
                    return
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _packets(self) -> Iterator[list[Entry]]:
        packet: list[Entry] = []
        size = 0
        for document in self._source:
            packet.append((self._key(document), document))
            size += len(document.text) if isinstance(document, Document) else 0
            if len(packet) >= _ROWS or size >= _CHARACTERS:
                yield packet
                packet, size = [], 0
        if packet:
            yield packet

    def _key(self, document: Document | Unreadable) -> bytes:
        if isinstance(document, Document):
            return key(self._provenance, document.id, document.text)
        return key(self._provenance, document.id, document.reason, document.message)

    def _put(self, packet: list[Entry] | BaseException | None) -> None:
        while not self._stopped.is_set():
            with suppress(queue.Full):
                self._queue.put(packet, timeout=0.2)
                self._ring.send_bytes(b"!")
                return
