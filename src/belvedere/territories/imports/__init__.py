"""Outside sources of the room: the yearly geographic code, the points of the communes, their outlines."""
