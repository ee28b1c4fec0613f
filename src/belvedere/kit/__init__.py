"""Small tools that know no room: jobs, journal, scope, commands, outgoing requests, money, geography, dates."""
