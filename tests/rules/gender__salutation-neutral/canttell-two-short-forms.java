package de.example.verein;

public enum MemberTitle { MR, MS, DR }
