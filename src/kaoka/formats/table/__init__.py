"""Tables: CSV and XLSX, in and out."""
