using System.CommandLine;
using Budstikke.Bench;
using Budstikke.Tests.Campaign;
using Budstikke.Tests.Support;

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
var only = new Option<string[]>("--only")
{
    Description = "Takes those figures alone whose name has one of these texts",
    AllowMultipleArgumentsPerToken = true,
};
var json = new Option<bool>("--json") { Description = "Prints JSON instead of a table" };

var nodeCounts = new Option<int[]>("--nodes")
{
    Description = "How many nodes work on PostgreSQL; SQLite has one",
    DefaultValueFactory = _ => [1],
    AllowMultipleArgumentsPerToken = true,
};
var stored = new Option<long[]>("--stored")
{
    Description = "How many orders have gone their way before",
    DefaultValueFactory = _ => [0],
    AllowMultipleArgumentsPerToken = true,
};
var intake = new Command("intake", "Send Invoice over HTTP beside the limits of the machine, in one run")
{
    nodeCounts,
    stored,
    rounds,
    seconds,
    only,
    json,
};
intake.SetAction(
    async (said, cancel) =>
    {
        Figures.Print(
            await IntakeBench.Run(
                said.GetRequiredValue(nodeCounts),
                said.GetRequiredValue(stored),
                PaceOf(said),
                cancel
            ),
            said.GetValue(json)
        );
    }
);

var orders = new Option<long[]>("--orders")
{
    Description = "How many orders the store has, in rising steps",
    DefaultValueFactory = _ => [1_000, 10_000, 100_000],
    AllowMultipleArgumentsPerToken = true,
};
var stores = new Option<Store[]>("--stores")
{
    Description = "The databases to measure",
    DefaultValueFactory = _ => [Store.Sqlite, Store.Postgres],
    AllowMultipleArgumentsPerToken = true,
};
var growth = new Command(
    "growth",
    "The same calls on a store that grows: ten million orders take about 15 GB and an hour"
)
{
    orders,
    stores,
    rounds,
    seconds,
    only,
    json,
};
growth.SetAction(
    async (said, cancel) =>
    {
        Figures.Print(
            await GrowthBench.Run(said.GetRequiredValue(stores), said.GetRequiredValue(orders), PaceOf(said), cancel),
            said.GetValue(json)
        );
    }
);

var store = new Option<Store>("--store")
{
    Description = "The database; SQLite has one node",
    DefaultValueFactory = _ => Store.Postgres,
};
var requests = new Option<int>("--requests") { Description = "How many to send", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<int>("--seed") { Description = "The same seed makes the same requests, or faults" };
var fuzz = new Command("fuzz", "Odd requests to every call: exits with 1 when one is answered as none may be")
{
    store,
    requests,
    seed,
    json,
};
fuzz.SetAction(said =>
    FuzzRun.Run(said.GetRequiredValue(store), said.GetRequiredValue(requests), said.GetValue(seed), said.GetValue(json))
);

var as4 = new Command("as4", "A document to an access point beside the bare TLS POST of the same bytes, in one run")
{
    rounds,
    seconds,
    only,
    json,
};
as4.SetAction(async (said, cancel) => Figures.Print(await As4Bench.Run(PaceOf(said), cancel), said.GetValue(json)));

var messages = new Option<int>("--messages") { Description = "How many", DefaultValueFactory = _ => 10_000 };
var as4Fuzz = new Command(
    "as4-fuzz",
    "Changed messages to the door for late answers: exits with 1 when one counts for what it does not say"
)
{
    messages,
    seed,
};
as4Fuzz.SetAction(said => As4FuzzRun.Run(said.GetRequiredValue(messages), said.GetValue(seed)));

var bounceFuzz = new Command(
    "bounce-fuzz",
    "Damaged reports to the reader: exits with 1 when one proves another dispatch"
)
{
    messages,
    seed,
};
bounceFuzz.SetAction(said => BounceFuzzRun.Run(said.GetRequiredValue(messages), said.GetValue(seed)));

var minutes = new Option<double>("--minutes") { Description = "How long", DefaultValueFactory = _ => 60 };
var autoPrepared = new Option<int>("--auto-prepared")
{
    Description =
        "How many statements the driver prepares by itself; the service has 0, and any shows the driver's fault",
};
var statements = new Command(
    "statements",
    "Statements that fail beside good ones on PostgreSQL: exits with 1 on a fault"
)
{
    minutes,
    seed,
    autoPrepared,
};
statements.SetAction(said =>
    StatementsRun.Run(
        TimeSpan.FromMinutes(said.GetRequiredValue(minutes)),
        said.GetValue(seed),
        said.GetValue(autoPrepared)
    )
);

var count = new Option<int>("--count")
{
    Description = "How many connections are held open",
    DefaultValueFactory = _ => 10_000,
};
var connections = new Command("connections", "A new caller beside many connections that are held open") { count, json };
connections.SetAction(
    async (said, cancel) =>
    {
        try
        {
            Figures.Print(await ConnectionsBench.Run(said.GetRequiredValue(count), cancel), said.GetValue(json));
            return 0;
        }
        catch (TooFewFilesException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 2;
        }
    }
);

var held = new Option<int>("--orders") { Description = "How many are held", DefaultValueFactory = _ => 2000 };
var customers = new Option<int>("--customers") { Description = "Whose they are", DefaultValueFactory = _ => 400 };
var run = new Command("run", "An invoice run of collected orders on both databases: time and peak memory")
{
    held,
    customers,
    stores,
    json,
};
run.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await RunBench.Run(
                said.GetRequiredValue(stores),
                said.GetRequiredValue(held),
                said.GetRequiredValue(customers),
                cancel
            ),
            said.GetValue(json)
        )
);

var streamSeconds = new Option<double>("--seconds")
{
    Description = "How long each stream of short documents goes",
    DefaultValueFactory = _ => 20,
};
var mixtures = new Command(
    "mixtures",
    "A client's long documents beside its many short ones: a run beside refunds, a credit note beside orders"
)
{
    stores,
    rounds,
    streamSeconds,
    json,
};
mixtures.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await MixtureBench.Run(
                said.GetRequiredValue(stores),
                new(said.GetRequiredValue(rounds), TimeSpan.FromSeconds(said.GetRequiredValue(streamSeconds))),
                cancel
            ),
            said.GetValue(json)
        )
);

var nodes = new Option<int>("--nodes") { Description = "How many nodes serve", DefaultValueFactory = _ => 3 };
var sent = new Option<int>("--orders") { Description = "How many orders are sent", DefaultValueFactory = _ => 5_000 };
var kills = new Option<int>("--kills") { Description = "How many nodes are killed", DefaultValueFactory = _ => 50 };
var campaign = new Command(
    "campaign",
    "Kills and freezes nodes and crashes the database under orders, then audits: exits with 1 on any finding"
)
{
    store,
    nodes,
    sent,
    kills,
    seed,
    json,
};
campaign.SetAction(said =>
{
    var on = said.GetValue(store);
    return CampaignRun.Run(
        new CampaignPlan(
            on,
            on == Store.Sqlite ? 1 : said.GetRequiredValue(nodes),
            said.GetRequiredValue(sent),
            said.GetRequiredValue(kills),
            said.GetValue(seed)
        ),
        said.GetValue(json)
    );
});

var tellers = new Option<int>("--clients") { Description = "How many clients", DefaultValueFactory = _ => 200 };
var changed = new Option<int>("--orders") { Description = "How many orders change", DefaultValueFactory = _ => 20_000 };
var callbackCampaign = new Command(
    "callback-campaign",
    "Kills workers that tell clients of changes, a fifth of them dead or slow: exits with 1 on any finding"
)
{
    store,
    nodes,
    tellers,
    changed,
    kills,
    seed,
    json,
};
callbackCampaign.SetAction(said =>
{
    var on = said.GetValue(store);
    return CampaignRun.Run(
        new CallbackPlan(
            on,
            on == Store.Sqlite ? 1 : said.GetRequiredValue(nodes),
            said.GetRequiredValue(tellers),
            said.GetRequiredValue(changed),
            said.GetRequiredValue(kills),
            said.GetValue(seed)
        ),
        said.GetValue(json)
    );
});

var lived = new Option<int>("--lives") { Description = "How many", DefaultValueFactory = _ => 1_000 };
var lives = new Command(
    "lives",
    "Random lives of a few orders, left alone: exits with 1 where one does not come to an end"
)
{
    store,
    lived,
    seed,
};
lives.SetAction(said => LivesRun.Run(said.GetValue(store), said.GetRequiredValue(lived), said.GetValue(seed)));

var told = new Option<int>("--callbacks") { Description = "How many wait", DefaultValueFactory = _ => 20_000 };
var callbacks = new Command("callbacks", "Callbacks to sinks: as fast as they go, and how long a single one waits")
{
    told,
    stores,
    rounds,
    seconds,
    only,
    json,
};
callbacks.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await CallbackBench.Run(said.GetRequiredValue(stores), said.GetRequiredValue(told), PaceOf(said), cancel),
            said.GetValue(json)
        )
);

var mail = new Command("mail", "Mails to a sink: written alone, and sent over some connections")
{
    rounds,
    seconds,
    only,
    json,
};
mail.SetAction(async (said, cancel) => Figures.Print(await MailBench.Run(PaceOf(said), cancel), said.GetValue(json)));

var backlog = new Option<int>("--orders") { Description = "How many wait", DefaultValueFactory = _ => 20_000 };
var companies = new Option<bool>("--companies") { Description = "All to companies, by EHF to an access point" };
var rules = new Option<string>("--rules") { Description = "A folder of official rules that documents are checked by" };
var way = new Command("way", "A backlog of orders on its whole way: issued, mailed to a sink, told to a sink")
{
    backlog,
    companies,
    rules,
    nodeCounts,
    stored,
    stores,
    rounds,
    seconds,
    only,
    json,
};
way.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await WayBench.Run(
                said.GetRequiredValue(stores),
                said.GetRequiredValue(nodeCounts),
                said.GetRequiredValue(stored),
                new(said.GetRequiredValue(backlog), said.GetValue(companies), said.GetValue(rules)),
                PaceOf(said),
                cancel
            ),
            said.GetValue(json)
        )
);

var beside = new Command("beside", "A backlog on its way while callers ask for the same thing without end")
{
    backlog,
    stores,
    rounds,
    seconds,
    only,
    json,
};
beside.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await BesideBench.Run(said.GetRequiredValue(stores), said.GetRequiredValue(backlog), PaceOf(said), cancel),
            said.GetValue(json)
        )
);

var jobs = new Option<long>("--jobs") { Description = "How many are due", DefaultValueFactory = _ => 1_000_000 };
var memory = new Command("memory", "A node's memory at rest, under load, and with a backlog of jobs")
{
    jobs,
    stores,
    rounds,
    seconds,
    json,
};
memory.SetAction(
    async (said, cancel) =>
        Figures.Print(
            await MemoryBench.Run(said.GetRequiredValue(stores), said.GetRequiredValue(jobs), PaceOf(said), cancel),
            said.GetValue(json)
        )
);

var parseOnly = new Command(ParseOnly.Command, "Kestrel that parses each request and answers") { Hidden = true };
parseOnly.SetAction((_, cancel) => ParseOnly.Serve(cancel));

return await new RootCommand("Measures Budstikke on this machine")
{
    intake,
    callbacks,
    mail,
    way,
    beside,
    memory,
    growth,
    run,
    mixtures,
    fuzz,
    as4,
    as4Fuzz,
    bounceFuzz,
    statements,
    connections,
    campaign,
    callbackCampaign,
    lives,
    parseOnly,
}
    .Parse(args)
    .InvokeAsync();

Pace PaceOf(ParseResult said) =>
    new(said.GetRequiredValue(rounds), TimeSpan.FromSeconds(said.GetRequiredValue(seconds)), said.GetValue(only));
