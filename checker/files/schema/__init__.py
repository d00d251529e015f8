"""What may stand in a file: kinds of field, the declarations of every file, JSON Schemas made from them."""
