using System.CommandLine;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary>What a command needs that works on the store by itself, beside the nodes that serve it.</summary>
internal sealed record StoreWork(ParseResult Said, Database Database, Secrets Secrets, TimeProvider Time)
{
    /// <summary>What was asked for is not there, or not in a state for it.</summary>
    public const int NotDone = 1;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Whoever runs the command.</summary>
    public Acting Acting => new(Database, Secrets, Time, Actor.AtTerminal);

    public TextWriter Out => Said.InvocationConfiguration.Output;

    public int Print(object result)
    {
        Out.WriteLine(JsonOptions.Store(result));
        return 0;
    }

    public void Warn(IEnumerable<string> sentences) => Complain(Said, sentences);

    public int Fail(string sentence)
    {
        Warn([sentence]);
        return NotDone;
    }

    /// <summary>Bad input.</summary>
    public static int Refuse(ParseResult said, IEnumerable<string> sentences)
    {
        Complain(said, sentences);
        return CommandLine.Refused;
    }

    private static void Complain(ParseResult said, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            said.InvocationConfiguration.Error.WriteLine(sentence);
    }
}

/// <summary>The store that the settings name, for a command.</summary>
internal sealed record StoreOfCommand(Func<IConfiguration> Settings, TimeProvider Time)
{
    public Option<bool> Json { get; } = new("--json") { Description = "JSON on stdout, nothing else." };

    public async Task<int> Do(ParseResult said, StoreUse use, Func<StoreWork, Task<int>> work)
    {
        var (database, secrets) = await OpenStore.Run(Settings(), Time, use);
        await using var opened = database;
        return await work(new(said, database, secrets, Time));
    }

    /// <summary>A command that changes the store, which must be there, and knows <c>--json</c>.</summary>
    public Command Command(string name, string description, Func<StoreWork, Task<int>> work, params Symbol[] symbols) =>
        With(new(name, description), StoreUse.Change, work, symbols);

    /// <summary>A command that only reads the store.</summary>
    public Command Reading(string name, string description, Func<StoreWork, Task<int>> work, params Symbol[] symbols) =>
        With(new(name, description), StoreUse.Read, work, symbols);

    private Command With(Command command, StoreUse use, Func<StoreWork, Task<int>> work, Symbol[] symbols)
    {
        command.Options.Add(Json);
        foreach (var argument in symbols.OfType<Argument>())
            command.Arguments.Add(argument);
        foreach (var option in symbols.OfType<Option>())
            command.Options.Add(option);
        command.SetAction((said, _) => Do(said, use, work));
        return command;
    }
}
