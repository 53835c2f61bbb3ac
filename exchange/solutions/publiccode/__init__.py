"""Reading and writing publiccode.yml, the description of public software that lies beside its source code.

The standard: publiccodeyml/publiccode.yml, versions 0.1 to 0.7. Knows no models::

    reading = read_publiccode(data)                    # Refused: the file is of no use
    for remark in reading.remarks:                     # what became of each field
        print(remark.line, remark.path, remark.kind, remark.message)
    text = write_publiccode(reading.software, updated=date.today())
"""
