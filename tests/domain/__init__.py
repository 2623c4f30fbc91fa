"""Tests of the domain: promises of the business, one act each."""
