"""The platform is operator no. 1 by data: its texts are published by the same services as everybody's."""
