"""The rules through a whole bill, one test module per rule family, amounts worked by hand."""
