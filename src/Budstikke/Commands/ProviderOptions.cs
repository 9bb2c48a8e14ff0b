using System.CommandLine;
using Budstikke.Clients;
using Budstikke.Providers;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary>A client's account with each provider: the company, and a file with the key.</summary>
internal sealed class ProviderOptions
{
    private const int MaxKeyBytes = 4096;

    private readonly IReadOnlyList<One> _all =
    [
        .. ProviderList.All.Select(provider => new One(
            provider,
            new($"--{provider.Name}-company")
            {
                Description = $"The client at {provider.Title}: {provider.CompanyWord}. Empty ends the account.",
            },
            new($"--{provider.Name}-key-file")
            {
                Description = $"A file with the client's key at {provider.Title}; it is kept encrypted.",
            }
        )),
    ];

    private sealed record One(ProviderDescription Provider, Option<string?> Company, Option<string?> KeyFile);

    public IEnumerable<Option> All => _all.SelectMany(one => new Option[] { one.Company, one.KeyFile });

    /// <summary>What cannot be taken, each as a sentence.</summary>
    public IEnumerable<string> Faults(ParseResult said)
    {
        foreach (var one in _all)
        {
            if (
                said.GetValue(one.Company) is { Length: > 0 } company
                && one.Provider.WhyNoCompany(company) is { } reason
            )
                yield return $"{one.Company.Name} {reason}: {company}";
            if (said.GetValue(one.KeyFile) is { Length: > 0 } file && KeyIn(file).Reason is { } why)
                yield return $"{one.KeyFile.Name} {why}: {file}";
        }
    }

    public IReadOnlyList<AccountChange> Read(ParseResult said, Secrets secrets) =>
        [
            .. _all.Select(one => new AccountChange(
                    one.Provider.Name,
                    said.GetValue(one.Company)?.Trim(),
                    said.GetValue(one.KeyFile) is { Length: > 0 } file && KeyIn(file).Key is { } key
                        ? secrets.Encrypt(key)
                        : null
                ))
                .Where(change => change.Company is not null || change.Key is not null),
        ];

    private static (string? Key, string? Reason) KeyIn(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxKeyBytes)
                return (null, $"must be a file of at most {MaxKeyBytes} bytes");
            return File.ReadAllText(file).Trim() is { Length: > 0 } key
                ? (key, null)
                : (null, "must be a file with a key in it");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read");
        }
    }
}
