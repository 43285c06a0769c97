"""mmstats version 1 files in plain Python 3: what a peer that knows nothing of porthole reads and writes."""
import mmap
import os
import struct

UNBUFFERED = 255
MAX_LOOKS = 100


class Field:
    def __init__(self, label, value, write_buffer_at, is_buffered):
        self.label = label
        self.value = value                      # struct.Struct of the signature
        self.write_buffer_at = write_buffer_at
        self.first_at = write_buffer_at + 1
        self.is_buffered = is_buffered
        self.end = self.first_at + value.size * (2 if is_buffered else 1)


class Reader:
    """A file that somebody else writes, mapped; call look() to see fields that were added or a file that grew."""

    def __init__(self, path):
        self.path = path
        self.map = None
        self.fields = []
        self.look()

    def look(self):
        with open(self.path, 'rb') as file:
            if self.map is None or os.fstat(file.fileno()).st_size != len(self.map):
                self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self.map[0] != 1:
            raise ValueError('version %d' % self.map[0])
        self.fields = list(parse(self.map))

    def read(self, field):
        """The first element of the value; of an unbuffered one of up to 8 aligned bytes in one load."""
        if not field.is_buffered:
            return field.value.unpack_from(self.map, field.first_at)[0]
        for _ in range(MAX_LOOKS):
            write_buffer = self.map[field.write_buffer_at]
            at = field.first_at + field.value.size * (write_buffer ^ 1)
            value = field.value.unpack_from(self.map, at)[0]
            if self.map[field.write_buffer_at] == write_buffer:
                if field.value.unpack_from(self.map, at)[0] == value:
                    return value
        raise TimeoutError('%s changed at each of %d looks' % (field.label, MAX_LOOKS))

    def values(self):
        return {field.label: shown(self.read(field)) for field in self.fields}


def parse(data):
    at = 1
    while at + 2 <= len(data):
        (label_size,) = struct.unpack_from('<H', data, at)
        if label_size == 0:
            return
        at += 2
        label = data[at:at + label_size].decode('utf-8', 'ignore')
        at += label_size
        (type_size,) = struct.unpack_from('<H', data, at)
        at += 2
        value = struct.Struct(data[at:at + type_size].decode('ascii'))
        at += type_size
        field = Field(label, value, at, data[at] != UNBUFFERED)
        yield field
        at = field.end


def shown(value):
    return value.split(b'\0')[0].decode('utf-8', 'ignore') if isinstance(value, bytes) else value


class Writer:
    """A file of our own; specs are (label, struct signature, first elements, is double buffered)."""

    def __init__(self, path, specs):
        body = b''.join(encode(*spec) for spec in specs)
        size = -(-(1 + len(body)) // mmap.PAGESIZE) * mmap.PAGESIZE
        fd = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
        os.ftruncate(fd, size)
        self.map = mmap.mmap(fd, size)
        os.close(fd)
        self.map[1:1 + len(body)] = body
        self.map[0] = 1
        self.fields = list(parse(self.map))

    def set(self, field, value):
        if not field.is_buffered:
            field.value.pack_into(self.map, field.first_at, value)
            return
        write_buffer = self.map[field.write_buffer_at]
        field.value.pack_into(self.map, field.first_at + field.value.size * write_buffer, value)
        self.map[field.write_buffer_at] = write_buffer ^ 1


def encode(label, signature, values, is_buffered):
    name, kind = label.encode(), signature.encode()
    value = struct.pack(signature, *values)
    head = struct.pack('<H', len(name)) + name + struct.pack('<H', len(kind)) + kind
    return head + (b'\0' + value + value if is_buffered else b'\xff' + value)
