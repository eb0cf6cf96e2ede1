"""What are all the other views made of? Small widgets that know nothing of regression."""
