"""A second, independent reading of the START-NET rules, and random patients to compare it on."""
