"""What a trial need not write: from the libraries, and from what every trial says."""
