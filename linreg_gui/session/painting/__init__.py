"""What has the hand on the plot done so far? Gestures and pixels are in views/painting."""
