"""The live lab: a real nginx and PHP-FPM, broken on purpose, and what why502 says of it (see ../README.md)."""
