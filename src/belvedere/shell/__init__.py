"""The layouts, the components, the surfaces and the tokens that the three places share; it knows no room."""
