"""A search for one patient's results on a FHIR server: asked narrowly, and what comes is checked.

``signing_in`` gets a token by SMART Backend Services, ``calling`` makes the calls, and
``searching`` follows the pages and sees that they answer what was asked.
"""
