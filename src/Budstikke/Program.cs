using Budstikke;
using Budstikke.Commands;

var time = TimeProvider.System;
return await CommandLine.Run(
    args,
    (builder, ownReceiver, use) => Service.Build(builder, time, ownReceiver, use),
    FirstChannels.FeeWords,
    time
);
