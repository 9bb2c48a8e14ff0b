using System.CommandLine;
using Budstikke.Bench;

var rounds = new Option<int>("--rounds")
{
    Description = "How often each figure is taken",
    DefaultValueFactory = _ => 5,
};
var seconds = new Option<double>("--seconds")
{
    Description = "How long each figure is taken for",
    DefaultValueFactory = _ => 3,
};
var json = new Option<bool>("--json") { Description = "Prints JSON instead of a table" };

var intake = new Command("intake", "Send Invoice over HTTP beside the limits of the machine, in one run")
{
    rounds,
    seconds,
    json,
};
intake.SetAction(
    async (said, cancel) =>
    {
        var pace = new Pace(said.GetRequiredValue(rounds), TimeSpan.FromSeconds(said.GetRequiredValue(seconds)));
        Figures.Print(await IntakeBench.Run(pace, cancel), said.GetValue(json));
    }
);

var parseOnly = new Command(ParseOnly.Command, "Kestrel that parses each request and answers") { Hidden = true };
parseOnly.SetAction((_, cancel) => ParseOnly.Serve(cancel));

return await new RootCommand("Measures Budstikke on this machine") { intake, parseOnly }
    .Parse(args)
    .InvokeAsync();
