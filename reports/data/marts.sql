-- Every mart that is built: its documentation and its columns, a line each. One row a mart.
select mart, header, columns
from mart_list
order by mart
