"""What guests do besides booking: their visit, the waiting list, complaints."""
