-- Nobody writes or reads these any more: look-ups are counted in `attempts`, order numbers are drawn.
drop table order_lookups;
drop sequence order_numbers;
