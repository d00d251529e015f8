"""Use cases that the Python interface and the command line share: read, analyse, hand over a result.

In the context of two faces of one program, facing a Python interface that stood on the command line, we decided that
what both do lies here, without click, accepting one more floor."""
