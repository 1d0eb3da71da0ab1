//! Addresses that a vendor's own machines can reach.

use tutti_core::origin::Address;

/// Why an address is of no use to a vendor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unfit {
    /// It is none, or not one that is encrypted on its way.
    NoAddress,
    /// It leads to this machine or into its network.
    Private,
}

/// Whether anybody could ask this address, as far as one tells that from the address alone.
///
/// # Errors
///
/// Why nobody else could.
pub fn is_public(url: &str) -> Result<(), Unfit> {
    let url = url.trim();
    if !url.starts_with("https://") {
        return Err(Unfit::NoAddress);
    }
    let address = Address::of(url).ok_or(Unfit::NoAddress)?;
    let host = address.origin.trim_start_matches("https://");
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let inner = [".local", ".localhost", ".internal", ".lan", ".home.arpa"];
    let named = host.contains('.') && !inner.iter().any(|end| host.ends_with(end));
    // An address in digits is nobody's lasting place for a file, and most of those that people paste are of their own network.
    let is_digits =
        host.starts_with('[') || host.split('.').all(|part| part.parse::<u32>().is_ok());
    if named && !is_digits && !address.is_loopback() {
        Ok(())
    } else {
        Err(Unfit::Private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_on_the_web_can_be_reached_and_one_on_this_machine_or_in_its_network_cannot() {
        for url in [
            "https://files.example/hum.wav",
            " https://a.b.example:8443/x?sig=1#t ",
            "https://1.example/a",
        ] {
            assert_eq!(is_public(url), Ok(()), "{url}");
        }
        for url in [
            "https://localhost/hum.wav",
            "https://127.0.0.1/hum.wav",
            "https://192.168.1.2/hum.wav",
            "https://[fe80::1]/hum.wav",
            "https://nas/hum.wav",
            "https://nas.local/hum.wav",
            "https://NAS.LAN./hum.wav",
        ] {
            assert_eq!(is_public(url), Err(Unfit::Private), "{url}");
        }
        for url in [
            "",
            "hum.wav",
            "http://files.example/hum.wav",
            "file:///hum.wav",
            "blob:x",
            "https://",
            "https://me:pw@files.example/x",
        ] {
            assert_eq!(is_public(url), Err(Unfit::NoAddress), "{url}");
        }
    }
}
