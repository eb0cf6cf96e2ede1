"""What is the frame around everything: menus, docks, bars, status? No plot, no table, no dialog."""
