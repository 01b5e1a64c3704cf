"""Programmes that use ketaclinic; the front ends among them are packages of their own."""
