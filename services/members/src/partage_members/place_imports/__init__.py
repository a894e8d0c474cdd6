"""Places of other countries: files of GeoNames and of NUTS come in, edition by edition, checked whole."""
