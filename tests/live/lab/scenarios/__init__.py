"""The tables of scenarios, by what breaks. ALL is their order."""
from . import (connecting, exchange, forging, groups, httpd_apps, httpd_balancer, httpd_protocols, httpd_proxy, limits, mail, other_protocols,
               php, resolving, stream, tls)

ALL = [scenario for table in (connecting, groups, exchange, other_protocols, tls, resolving, php, limits, forging,
                                stream, mail, httpd_proxy, httpd_protocols, httpd_balancer, httpd_apps)
       for scenario in table.TABLE]

assert len({each.name for each in ALL}) == len(ALL), "two scenarios have one name"
