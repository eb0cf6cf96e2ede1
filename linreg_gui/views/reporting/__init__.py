"""How is a report put together by a person, and how is it laid out on paper?"""
