"""How is an analysis written as a script, in Python or R? As text; nothing here runs or fits anything."""
