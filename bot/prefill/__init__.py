"""Values from a record: FHIR bundles, NDJSON and HL7 v2 files as answers that wait for a yes.

``fhir`` and ``hl7`` read a file into what a laboratory reported (`reported`), ``matching`` finds
the item that a code stands for, ``judging`` makes values of it, and ``offering`` says which of
them are offered and which are left out. Who somebody is is not read into anything.
"""
