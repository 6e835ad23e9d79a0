#!/bin/sh
# gender: only a remark
echo "The gender of a noun is no entry of a person."
