// Command tiekartta is the service and its tools.
package main

func main() {}
