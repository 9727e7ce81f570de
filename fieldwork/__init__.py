"""What is a field note? The domain: notes, codes, codebook, queries, digests; pure, without I/O or clock."""
