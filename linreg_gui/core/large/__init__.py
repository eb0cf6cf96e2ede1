"""How is a table fitted that does not fit into memory?"""
