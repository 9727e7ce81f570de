"""What can the study do with its notes? Use cases: each method is one transaction; the ports; the job worker."""
