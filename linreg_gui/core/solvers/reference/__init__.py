"""What is the least of each loss, to compare SGD with? One call, one answer; no minibatches, no noise."""
