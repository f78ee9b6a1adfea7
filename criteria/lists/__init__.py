"""Lists of drugs and conditions as data, with the names, brands and classes that people write."""
