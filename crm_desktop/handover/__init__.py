"""Handing customers over: who leaves gives what is open to somebody else, with a sheet that says how things stand."""
