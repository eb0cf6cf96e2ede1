"""How is a report put together by a person, and how is it laid out on paper? No word of it is made here."""
