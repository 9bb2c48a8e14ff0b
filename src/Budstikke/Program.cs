using Budstikke;
using Budstikke.Commands;

var time = TimeProvider.System;
return await CommandLine.Run(args, builder => Service.Build(builder, time), time);
