using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>
/// A client's own account with a provider of channels: with one for all, every seller's invoices would go out as one
/// company's.
/// </summary>
/// <param name="Provider">Its name.</param>
/// <param name="Company">What the provider calls the client.</param>
/// <param name="Key">Encrypted.</param>
internal sealed record ProviderAccount(string Provider, string Company, string Key)
{
    public string OpenKey(Secrets secrets) => secrets.Decrypt(Key);

    /// <summary>As it may be shown.</summary>
    public override string ToString() => $"{Provider} {Company}";
}

/// <summary>What is given of an account with a provider; what is not given stays as it was.</summary>
/// <param name="Key">Encrypted.</param>
internal sealed record AccountChange(string Provider, string? Company, string? Key)
{
    /// <summary>The accounts with the change; or what is still to be said for it, as a sentence.</summary>
    public (IReadOnlyList<ProviderAccount> Accounts, string? Open) Of(IReadOnlyList<ProviderAccount> before)
    {
        if (Company is { Length: 0 })
            return ([.. before.Where(account => account.Provider != Provider)], null);
        var earlier = before.FirstOrDefault(account => account.Provider == Provider);
        if ((Company ?? earlier?.Company) is not { } company)
            return (before, $"An account with {Provider} needs the company.");
        if ((Key ?? earlier?.Key) is not { } key)
            return (before, $"An account with {Provider} needs the key.");
        return ([.. before.Where(account => account != earlier), new(Provider, company, key)], null);
    }
}
