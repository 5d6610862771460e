"""The interpreters: forms, IATI, SDMX, Word, Excel, PDF to and from plain records."""
