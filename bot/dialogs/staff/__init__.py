"""What the staff do by chat: arrivals, requests, leads, complaints, people and membership."""
