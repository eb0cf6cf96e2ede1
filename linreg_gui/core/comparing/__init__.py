"""How do models compare, on these data and on new ones?"""
