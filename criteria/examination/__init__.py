"""Tries a trial before anybody is screened with it: samples, walks, worked cases."""
