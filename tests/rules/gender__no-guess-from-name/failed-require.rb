require 'gender_detector'
