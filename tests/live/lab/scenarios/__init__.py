"""The tables of scenarios, by what breaks. ALL is their order."""
import dataclasses

from ..scenario import APACHE, PREFORK
from . import (connecting, exchange, forging, groups, httpd_apps, httpd_balancer, httpd_php, httpd_protocols, httpd_proxy,
               limits, mail, other_protocols, php, resolving, stream, tls)

ALL = [scenario for table in (connecting, groups, exchange, other_protocols, tls, resolving, php, limits, forging,
                                stream, mail, httpd_proxy, httpd_protocols, httpd_balancer, httpd_apps, httpd_php)
       for scenario in table.TABLE]
# The same once more by the other MPM, and at level info: what fails is told in more records, and is no more of it
ALL += [dataclasses.replace(each, name=each.name.replace("apache-", "prefork-", 1), gateway=PREFORK) for each in ALL
        if each.gateway == APACHE and not each.pool and "wsgi" not in each.needs]

assert len({each.name for each in ALL}) == len(ALL), "two scenarios have one name"
